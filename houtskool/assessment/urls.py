from django.urls import URLPattern, URLResolver

from houtskool.assessment.advice.urls import urlpatterns as advice
from houtskool.assessment.cases.urls import urlpatterns as cases
from houtskool.assessment.framework.urls import urlpatterns as framework
from houtskool.assessment.judging.urls import urlpatterns as judging
from houtskool.assessment.law.urls import urlpatterns as law
from houtskool.assessment.rounds.urls import urlpatterns as rounds

app_name = "assessment"
urlpatterns: list[URLPattern | URLResolver] = [*cases, *framework, *judging, *advice, *rounds, *law]
