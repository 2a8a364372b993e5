"""A role that hears concerns passes to somebody else: whoever has them is asked whether to hand them over."""
