"""Money: the budget, its parts, the cost indicators and the text must agree (相应匹配): AMT."""
