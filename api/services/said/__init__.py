"""What words plainly say, whatever they are taken for; read here once, for api and the dialogue.

`marks` tells the dialogue with every message what is said in it: it reads none of this itself.
"""
