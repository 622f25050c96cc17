"""What people have, brought in: tables and badges as activities and badges of a portfolio. Bytes in, data out."""
