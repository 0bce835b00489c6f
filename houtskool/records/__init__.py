"""The journal (append-only audit trail), uploads, import batches, and personal data: export, erasure."""
