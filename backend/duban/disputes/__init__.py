"""Medical disputes (医疗纠纷): from the notice of the lawful ways to the payment, with everything that runs beside it:
sealed records, autopsy, appraisal, insurance, the police, reports to the authority.

Basis: 医疗纠纷预防和处理条例 (国务院令第701号, 2018), called "the regulation" here; 医疗事故处理条例 for accidents.
"""
