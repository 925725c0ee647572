"""Handrail's figures beside its peers', in one run on one machine. `python -m benchmarks`; docs/benchmarks.md explains them.

What is measured goes through the doors the app uses: `Vault`, `Device`, the centre as `python main.py central` serves it.
"""
