"""For every kind of case: how a test makes one in a state, and does an action with what it needs.

A module named after the cycle's ``kind`` has ``CYCLE``, ``make(world, state) -> Case`` and
``perform(case, action, actor) -> None``, which calls the app's own ``actions`` with inputs that
are complete, so that nothing but state and role can refuse it.
"""
