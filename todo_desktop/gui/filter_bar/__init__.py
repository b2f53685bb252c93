"""The bar in which a filter is made: conditions in rows, groups of them, and what is said about them."""
