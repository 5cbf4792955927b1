"""A simulated PBX: plays agents and callers over AMI as Asterisk would, and knows the truth about each call.

The plays are pure (`plays`, `script`, `traffic`): the same seed gives the same events and the same truth. `server` puts
them on a TCP port in real time or faster.
"""
