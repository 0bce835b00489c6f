"""What every page shares: base templates, components, static files, template tags and small view parts."""
