# The page shell: header, menu, footer.
layout-product = Kvalitetsdialog
layout-skip-to-content = Hopp til hovedinnhold
layout-main-navigation = Hovedmeny
layout-menu = Meny
layout-breadcrumbs = Brødsmulesti
# The other written form, in its own words, and its code.
layout-other-language = Nynorsk
layout-other-language-code = nn
layout-sign-out = Logg ut
layout-sign-out-person = Logg ut, { $name }
layout-sign-out-unsent = Noe du har skrevet, er ikke lagret ennå. Logger du ut nå, blir den teksten borte. Vil du logge ut?
layout-footer-about = Kvalitetsdialog for grunnskolen i { $municipality }
layout-footer-about-product = Kvalitetsdialog for grunnskolen
layout-accessibility = Tilgjengelighetserklæring
layout-privacy = Personvern
layout-help = Hjelp og kontakt
