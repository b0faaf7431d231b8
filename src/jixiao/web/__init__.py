"""The site (网站): declaration, review, approval, monitoring, evaluation, disclosure, portal."""
