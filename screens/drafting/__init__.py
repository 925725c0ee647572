"""Forms that are kept while they are entered: one mechanism for every one of them."""
