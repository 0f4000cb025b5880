"""What Sphinx needs of the edition: checks before a build, roles, execution, metadata of pages."""
