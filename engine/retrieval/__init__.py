"""What is asked and cited comes from sources that the operator can renew: the index, what fills it, who asks it."""
