"""Reports, plans, packets and differences as text, Markdown, HTML, SVG and calendar files."""
