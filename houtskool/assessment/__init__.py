"""Whom the city helps, how, why, and how sure that is. A folder is one matter, with its forms and addresses:

framework    what is asked and weighed: editing, versions, differences, TOML in and out, reactions
eligibility  which kinds of support may fit: facts, rules and verdicts in three values
law          amounts of the law by the day on which they hold
cases        a request from the open form to its answer: term, phase, completeness, follow-ups, overview
judging      assessors who score blind, and what they differ in
advice       what is frozen and reckoned again, the decision and its letter
rounds       several cases, one budget

`content`, `scale_text`, `option_text` and `answers` are the language that all of them speak.
"""
