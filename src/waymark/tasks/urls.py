"""Addresses of tasks."""

from django.urls import path

from waymark.tasks.views import task

_TASK = "o/<slug:slug>/tasks/TASK-<int:task>"
urlpatterns = [
    path("o/<slug:slug>/tasks/", task.tasks, name="tasks"),
    path("o/<slug:slug>/tasks/changes", task.task_changes, name="task_changes"),
    path("o/<slug:slug>/tasks/new", task.new_task, name="new_task"),
    path("o/<slug:slug>/tasks/subjects", task.task_subjects, name="task_subjects"),
    path(_TASK, task.task, name="task"),
    path(_TASK + "/start", task.task_start, name="task_start"),
    path(_TASK + "/finish", task.task_finish, name="task_finish"),
    path(_TASK + "/reopening", task.task_reopening, name="task_reopening"),
    path(_TASK + "/owner", task.task_owner, name="task_owner"),
    path(_TASK + "/date", task.task_date, name="task_date"),
    path(_TASK + "/steps", task.task_steps, name="task_steps"),
]
