"""`mcheck catalog`: the commands for editors of the catalog."""
