"""Everything that can be imported: naming the modules here declares their importers. A new resource adds its line."""

from duban.imports import organisations, people
from duban.institutions import sheet

DECLARING = (organisations, sheet, people)
