"""What can be pointed at in a text: each detector returns observations with the learner's own words.

Precision before recall: a detector that cannot be sure says nothing.
"""
