# The page shell: header, menu, footer.
layout-product = Kvalitetsdialog
layout-skip-to-content = Hopp til hovudinnhaldet
layout-main-navigation = Hovudmeny
layout-menu = Meny
layout-breadcrumbs = Brødsmulesti
# The other written form, in its own words, and its code.
layout-other-language = Bokmål
layout-other-language-code = nb
layout-sign-out = Logg ut
layout-sign-out-person = Logg ut, { $name }
layout-sign-out-unsent = Noko du har skrive, er ikkje lagra enno. Loggar du ut no, blir den teksten borte. Vil du logge ut?
layout-footer-about = Kvalitetsdialog for grunnskulen i { $municipality }
layout-footer-about-product = Kvalitetsdialog for grunnskulen
layout-accessibility = Tilgjengelegheitserklæring
layout-privacy = Personvern
layout-help = Hjelp og kontakt
