"""Addresses of the people pages and of one's own account."""

from __future__ import annotations

from django.urls import path

from people.appointments import views as appointments
from people.person import views as people
from people.posts import views as posts
from people.sheets import views as imports
from people.sign_in import views as account
from people.suspensions import views as suspensions
from people.way_in import views as way_in

app_name = "people"
urlpatterns = [
    path("people/", people.people_list, name="list"),
    path("people/roles/", people.roles, name="roles"),
    path("people/add/", people.add, name="add"),
    path("people/import/", imports.import_sheet, name="import"),
    path("people/import/template.csv", imports.template, name="import_template"),
    path("people/import/<uuid:pk>/", imports.check_import, name="check_import"),
    path("people/roles/<uuid:pk>/end/", people.end_role, name="end_role"),
    path("people/posts/<uuid:pk>/end/", people.end_post, name="end_post"),
    path("people/posts/<uuid:pk>/remove/", posts.remove, name="remove_post"),
    path("people/<uuid:pk>/", people.detail, name="detail"),
    path("people/<uuid:pk>/change/", people.change, name="change"),
    path("people/<uuid:pk>/invite/", people.invite, name="invite"),
    path("people/<uuid:pk>/leaving/", people.leaving, name="leaving"),
    path("people/<uuid:pk>/post/", people.give_post, name="give_post"),
    path("people/<uuid:pk>/role/", people.give_role, name="give_role"),
    path("people/<uuid:pk>/training/", people.training, name="training"),
    path("people/<uuid:pk>/way-in/", way_in.propose_way_in, name="propose_way_in"),
    path("people/<uuid:pk>/second-step/reset/", way_in.reset_second_step, name="reset_second_step"),
    path("people/way-in/<uuid:pk>/", way_in.detail, name="way_in"),
    path("people/way-in/<uuid:pk>/confirm/", way_in.confirm, name="confirm_way_in"),
    path("people/way-in/<uuid:pk>/stop/", way_in.stop, name="stop_way_in"),
    path("people/way-in/<uuid:pk>/withdraw/", way_in.withdraw, name="withdraw_way_in"),
    path("people/way-in/<uuid:pk>/link/", way_in.hand_over_link, name="hand_over_link"),
    path("sign-in/stop/<str:token>/", way_in.stop_by_link, name="stop_way_in_by_link"),
    path("account/address/", way_in.own_address, name="own_address"),
    path("account/browsers/forget/", way_in.forget_browsers, name="forget_browsers"),
    path("to-confirm/", appointments.to_confirm, name="to_confirm"),
    path("to-confirm/sheet/<uuid:pk>/", appointments.confirm_sheet, name="confirm_sheet"),
    path("to-confirm/lines/", appointments.confirm_lines, name="confirm_lines"),
    path("to-confirm/lines/<uuid:pk>/decline/", appointments.decline_line, name="decline_line"),
    path("to-confirm/<uuid:pk>/", appointments.detail, name="to_confirm_detail"),
    path("to-confirm/<uuid:pk>/confirm/", appointments.confirm, name="confirm_appointment"),
    path("to-confirm/<uuid:pk>/decline/", appointments.decline, name="decline_appointment"),
    path("to-confirm/<uuid:pk>/agree/", appointments.agree, name="agree_appointment"),
    path("to-confirm/<uuid:pk>/object/", appointments.object_to, name="object_appointment"),
    path("to-confirm/<uuid:pk>/go-on/", appointments.go_on, name="go_on_appointment"),
    path("to-confirm/<uuid:pk>/leave-it/", appointments.leave_it, name="leave_it_appointment"),
    path("to-confirm/<uuid:pk>/hold-back/", appointments.hold_back, name="hold_back_appointment"),
    path("to-confirm/<uuid:pk>/give-back/", appointments.give_back, name="give_back_appointment"),
    path("to-confirm/<uuid:pk>/take-back/", appointments.take_back, name="take_back_appointment"),
    path("to-confirm/<uuid:pk>/stop/", appointments.stop, name="stop_appointment"),
    path("to-confirm/<uuid:pk>/withdraw/", appointments.withdraw, name="withdraw_appointment"),
    path("to-confirm/<uuid:pk>/code/", appointments.enter_code, name="appointment_code"),
    path("people/<uuid:pk>/suspend/", suspensions.suspend, name="suspend"),
    path("people/<uuid:pk>/suspend/end/", suspensions.end_suspension, name="end_suspension"),
    path("people/<uuid:pk>/known/", appointments.know, name="know"),
    path("account/roles/<uuid:pk>/", appointments.lay_down_role, name="lay_down_role"),
    path("account/", account.account, name="account"),
    path("account/phones/", account.phones, name="phones"),
    path("account/tables/", account.tables, name="tables"),
]
