"""Documents as bytes from plain data: all that is printed. No printer, no Qt, no files but the fonts in resources.

Import the module that is needed (`label`, `receipt`, `zpl`) where it is needed: reportlab takes about 0.1 s to import.
"""
