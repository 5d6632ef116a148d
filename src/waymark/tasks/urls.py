"""Addresses of tasks."""

from django.urls import path

from waymark.records.pages import act_urls
from waymark.tasks.views import task

_TASK = "o/<slug:slug>/tasks/TASK-<int:task>"
urlpatterns = [
    path("o/<slug:slug>/tasks/", task.tasks, name="tasks"),
    path("o/<slug:slug>/tasks/changes", task.task_changes, name="task_changes"),
    path("o/<slug:slug>/tasks/new", task.new_task, name="new_task"),
    path("o/<slug:slug>/tasks/subjects", task.task_subjects, name="task_subjects"),
    path(_TASK, task.task, name="task"),
    *act_urls(task.PAGE, _TASK),
]
