"""What an address of a list may ask for that nobody understands."""

ON_A_PAGE = [
    {"sort": "secret"},
    {"sort": "-"},
    {"page": "0"},
    {"page": "x"},
    {"page": "\u0663"},
    {"page": "1.0"},
    {"page": "1_0"},
    {"colour": "red"},
    {"owner": "\u0663"},
]
BY_A_PROGRAM = [
    {"colour": "red"},
    {"limit": "201"},
    {"limit": "0"},
    {"limit": "\u0663"},
    {"limit": "1.0"},
    {"cursor": "x"},
    {"sort": "number"},
]
