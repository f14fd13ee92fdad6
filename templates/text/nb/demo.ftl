# The demo's own pages.
demo-travel-title = Reis i skoleåret
demo-travel-lead = I demoen er det { $day }. Gå fram til en annen dag, så ser dere hva som venter da, og hva som har gått ut på dato.
demo-travel-day = En dag lenger fram
demo-travel-hint = Klokken blir åtte om morgenen. Alle som er inne i demoen, kommer til samme dag, og det går ikke an å reise tilbake.
demo-travel-go = Gå dit
error-demo-day = Velg en dag etter i dag, og høyst et år fram.
flash-travelled = Framme.
