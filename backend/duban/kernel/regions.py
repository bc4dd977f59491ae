"""Region codes (GB/T 2260): which regions lie around one."""


def enclosing(region_code: str) -> list[str]:
    """`region_code` and the regions around it, widest first ("" = the whole country; GB/T 2260: 2 + 2 + 2 digits)."""
    prefixes = [region_code[:n].ljust(6, "0") for n in (2, 4, 6) if len(region_code) >= n]
    return list(dict.fromkeys(["", *prefixes, region_code]))
