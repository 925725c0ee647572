"""What people see and touch. For each screen: `state.py` (pure, no flet) and `view.py` (thin), made of `parts`."""
