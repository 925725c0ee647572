"""The central store: intake, scoped feed, enrolment, prompts, notifications and the commands of an administrator.

One process serves it from an embedded SQLite file by default; its keys rest in a file of their own.
"""
