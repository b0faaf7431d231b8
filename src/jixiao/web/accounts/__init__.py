"""Organisations, persons, posts, sign-in (机构、人员、岗位、登录)."""
