"""Registers the models under the label `store`."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "midstance.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
