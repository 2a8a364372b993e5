"""Parts that forms of people are made of: choosing a person, and a form that is a page."""
