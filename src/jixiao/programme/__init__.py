"""A programme (项目库一年): targets, evidence, measures, monitoring and scores in one folder."""
