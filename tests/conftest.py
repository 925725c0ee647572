"""What every test has: hypothesis profiles, the skip rule of CI, and the browser fixtures."""

from hypothesis import HealthCheck, settings

from tests.support.no_skips import pytest_make_collect_report, pytest_runtest_makereport

__all__ = ["pytest_make_collect_report", "pytest_runtest_makereport"]

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("prove", settings.get_profile("default"), max_examples=5_000)
settings.load_profile("default")
