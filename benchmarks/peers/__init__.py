"""Handrail beside its peers in their own harness: the adapters it asks for, and one run that gathers every ratio.

The harness (SQLCipher, PouchDB and express-pouchdb, floors, a proxy that counts, slows and cuts) is no part of this
project. `BENCH_DIR` names its folder and `BENCH_ENV` what its `setup.sh` installed; `python -m benchmarks.peers` runs it.
"""
