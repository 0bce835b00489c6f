from django.urls import path, re_path

from houtskool.council.views import intake, note_states, notes
from houtskool.documents import FORMATS

app_name = "council"
urlpatterns = [
    path("nota/nieuw/", intake.begin, name="begin"),
    path("nota/<int:pk>/", intake.review, name="review"),
    path("nota/<int:pk>/bevestigen/", intake.confirm, name="confirm"),
    path("nota/<int:pk>/weggooien/", intake.discard, name="discard"),
    path("nota/feit/<int:pk>/", intake.judge, name="judge"),
    path("raad/notas/", notes.notes, name="notes"),
    path("raad/notas/nieuw/<int:pk>/", notes.begin, name="begin-note"),
    path("raad/notas/<int:pk>/", notes.note, name="note"),
    path("raad/notas/<int:pk>/bewerken/", notes.edit, name="edit-note"),
    path("raad/notas/<int:pk>/voorbeeld/", notes.preview, name="preview-note"),
    path("raad/notas/<int:pk>/paragraaf/<int:key>/weghalen/", notes.remove_section, name="remove-section"),
    re_path(
        rf"^raad/notas/(?P<pk>\d+)/nota\.(?P<extension>{'|'.join(FORMATS)})$", notes.download, name="download"
    ),
    path("raad/notas/<int:pk>/vaststellen/", note_states.adopt, name="adopt-note"),
    path("raad/notas/<int:pk>/verzenden/", note_states.send, name="send-note"),
    path("raad/notas/<int:pk>/weggooien/", note_states.discard, name="discard-note"),
    path("raad/notas/<int:pk>/vervolg/", note_states.follow_up, name="follow-up"),
    path("raad/notas/<int:pk>/bijlage/", note_states.attach, name="attach"),
    path("raad/notas/bijlage/<int:pk>/", note_states.fill, name="fill"),
    path("raad/notas/bijlage/<int:pk>/bestand/", note_states.attachment_file, name="attachment"),
    path("raad/notas/bijlage/<int:pk>/weghalen/", note_states.detach, name="detach"),
]
