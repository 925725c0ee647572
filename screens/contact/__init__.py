"""Recording one contact, in under a minute when nothing is wrong: seven steps, one thing to do on each screen."""
