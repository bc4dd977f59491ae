"""An invented district with months of history, made through the API's own actions: to try, to show, to test the pages.

Everybody and everything in it is made up; the region codes are of the range 99, which no place in China has. Nothing
imports it but the command line, and no production installation takes it (`loading.refuse_unsafe`).
"""
