# dh $@ --with wsgigen
use strict;
use warnings;
use Debian::Debhelper::Dh_Lib;

insert_after('dh_install', 'dh_wsgigen');
# Accounts come before the directories that they own, and before what runs as them.
insert_before('dh_installtmpfiles', 'dh_installsysusers');
# What becomes of wsgigen's units follows from the profile: dh_wsgigen says it.
add_command_options('dh_installsystemd', '-Xwsgi[-.].*');

1;
