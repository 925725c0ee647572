"""One prompt, wherever it is shown: why, what is asked of whom by when, what clears it, who has it, and what to do."""
