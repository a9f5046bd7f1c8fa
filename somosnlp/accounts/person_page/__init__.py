"""«¿Qué pasa con X?»: one screen about one person for organisers, and what they can do from it.

`facts` reads the person in one statement, `panels` are what this app shows, `actions` is the shape of every
action, `pages` hangs it all into the admin. Younger apps add panels through PROVIDERS["person_panels"].
"""
