-- name: end_quietly
-- Deals with the end of a call about which there is no more to do; false: there is, or may be. In one round trip: the
-- function locks first and asks then, which one statement cannot do.
select end_quietly(:pbx, :linkedid, :phone)
