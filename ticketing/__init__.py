"""The service desk: tickets, callbacks that a call has to prove, households, and the clocks that promises run on."""
