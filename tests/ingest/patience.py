"""Settings of the property tests of this room: a busy machine must not fail them."""

from hypothesis import HealthCheck, settings

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
