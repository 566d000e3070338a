"""What was heard that bears on a rule of the rubric, one file a criterion; each points at the candidate's own words."""
