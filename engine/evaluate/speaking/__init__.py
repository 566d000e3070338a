"""Speaking: bands beside examiners' or beside what must be so, and an examiner who keeps to the part."""
