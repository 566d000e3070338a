"""Closed lists that recollection relies on: a word that is not here is not guessed at."""

from __future__ import annotations

_COUNTRIES = """
Afghanistan, Albania, Algeria, Angola, Argentina, Armenia, Australia, Austria, Azerbaijan, Bahrain, Bangladesh,
Belarus, Belgium, Benin, Bhutan, Bolivia, Bosnia, Botswana, Brazil, Brunei, Bulgaria, Burkina Faso, Burundi, Cambodia,
Cameroon, Canada, Chad, Chile, China, Colombia, Congo, Costa Rica, Croatia, Cuba, Cyprus, Czechia, Denmark, Ecuador,
Egypt, El Salvador, Eritrea, Estonia, Ethiopia, Fiji, Finland, France, Gabon, Gambia, Georgia, Germany, Ghana, Greece,
Guatemala, Guinea, Guyana, Haiti, Honduras, Hungary, Iceland, India, Indonesia, Iran, Iraq, Ireland, Israel, Italy,
Ivory Coast, Jamaica, Japan, Jordan, Kazakhstan, Kenya, Kosovo, Kuwait, Kyrgyzstan, Laos, Latvia, Lebanon, Lesotho,
Liberia, Libya, Lithuania, Luxembourg, Madagascar, Malawi, Malaysia, Maldives, Mali, Malta, Mauritania, Mauritius,
Mexico, Moldova, Mongolia, Montenegro, Morocco, Mozambique, Myanmar, Namibia, Nepal, Netherlands, New Zealand,
Nicaragua, Niger, Nigeria, North Korea, North Macedonia, Norway, Oman, Pakistan, Palestine, Panama, Papua New Guinea,
Paraguay, Peru, Philippines, Poland, Portugal, Qatar, Romania, Russia, Rwanda, Samoa, Saudi Arabia, Senegal, Serbia,
Sierra Leone, Singapore, Slovakia, Slovenia, Somalia, South Africa, South Korea, South Sudan, Spain, Sri Lanka, Sudan,
Suriname, Sweden, Switzerland, Syria, Taiwan, Tajikistan, Tanzania, Thailand, Timor, Togo, Tonga, Trinidad, Tunisia,
Turkey, Turkmenistan, Uganda, Ukraine, United Arab Emirates, United Kingdom, United States, Uruguay, Uzbekistan,
Vanuatu, Venezuela, Vietnam, Yemen, Zambia, Zimbabwe, England, Scotland, Wales, Korea, Macedonia, Hong Kong, Viet Nam,
Türkiye, Czech Republic
"""

COUNTRIES = frozenset(" ".join(name.split()) for name in _COUNTRIES.split(","))
"""Countries and territories by their everyday English names, without an article."""

_OCCUPATIONS = """
accountant actor actress analyst architect artist assistant athlete auditor author baker banker barber biologist
builder butcher carpenter cashier chef chemist cleaner clerk coach cook consultant dentist designer developer director
doctor driver economist editor electrician engineer farmer firefighter fisherman florist freelancer gardener guard
guide hairdresser housewife interpreter journalist judge lawyer lecturer librarian manager mechanic midwife musician
nurse officer operator optician painter pharmacist photographer physicist physiotherapist pilot plumber policeman
policewoman producer professor programmer psychologist receptionist reporter researcher sailor salesman salesperson
saleswoman scientist secretary shopkeeper singer soldier surgeon surveyor tailor teacher technician therapist trader
trainer translator tutor vet waiter waitress welder writer student undergraduate postgraduate intern trainee
"""

OCCUPATIONS = frozenset(_OCCUPATIONS.split())
"""Last words of the name of an occupation."""

_NO_PLACES = """
I The My And But So Well It Yes No There Here This That Um Uh Er January February March April May June July August
September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Spring Summer Autumn Winter
English Chinese Spanish French German Russian Japanese Korean Arabic Hindi Portuguese Italian Turkish Vietnamese
Christian Muslim Islam Christmas Easter Ramadan Monday's God Miss Mister Mr Mrs
"""

NO_PLACES = frozenset(_NO_PLACES.split())
"""Capitalised words that begin no name of a place."""
