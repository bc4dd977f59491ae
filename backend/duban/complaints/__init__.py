"""Complaints (投诉): from whoever is told first to feedback within its term, merged, split, handled again.

Basis: 医疗机构投诉管理办法 (国家卫生健康委令第3号, 2019) and 医疗机构投诉接待处理“十应当” (2021).
"""
