"""The hostile-link simulator: whatever is done to line, tablets, centre, disks and clocks, nothing shown as saved is lost.

A *schedule* is a list of plain steps, made from a seed; the same list gives the same run. It plays on real vaults and a
real central store, then comes a good line, and `promises` are held. A schedule that breaks one is shrunk and printed so
that it can be pasted into `test_found.py`.

    python -m tests.simulator --schedules 10000 --seed 1

`steady` an event loop in which nothing happens by chance · `seams` where things can break · `world` the centre, the
tablets, what was shown as saved · `steps` what can happen, one a row · `promises` what must hold after · `schedule` making,
running, shrinking · `planted` the five bugs it must find · `sockets` the same over TCP.
"""
