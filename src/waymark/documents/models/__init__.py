"""The nouns of this package, gathered where Django looks for them."""

from waymark.documents.models.campaign import Campaign
from waymark.documents.models.campaign_reader import CampaignReader
from waymark.documents.models.document import Document
from waymark.documents.models.external_document import ExternalDocument
from waymark.documents.models.version import DocumentVersion

__all__ = ["Campaign", "CampaignReader", "Document", "DocumentVersion", "ExternalDocument"]
