"""A real Asterisk and real SIP phones on this machine, for tests, captures and the demo."""
