from mcheck.core.grouping import grouped


def test_groups_and_their_items_keep_the_order_in_which_they_come() -> None:
    found = grouped(["pear", "fig", "plum", "fennel", "apple"], lambda word: word[0])
    assert list(found.items()) == [("p", ["pear", "plum"]), ("f", ["fig", "fennel"]), ("a", ["apple"])]
