# The demo's own pages.
demo-travel-title = Reis i skuleåret
demo-travel-lead = I demoen er det { $day }. Gå fram til ein annan dag, så kan de sjå kva som ventar då, og kva som har gått ut på dato.
demo-travel-day = Ein dag lenger fram
demo-travel-hint = Klokka blir åtte om morgonen. Alle som er inne i demoen, kjem til same dagen, og det går ikkje an å reise tilbake.
demo-travel-go = Gå dit
error-demo-day = Vel ein dag etter i dag, og høgst eit år fram.
flash-travelled = Framme.
