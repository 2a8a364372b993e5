"""Static files with their fingerprint in the name; plain names where nothing has been collected yet."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Static(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        # `manage.py runserver` right after set-up: WhiteNoise serves the source folders.
        return super().stored_name(name) if self.hashed_files else name
