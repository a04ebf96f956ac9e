@echo off
rem Heddle's launcher for Windows: the Java command line, shell and test. Not tried on Windows yet.
rem The notebook commands need Linux, macOS or WSL, where the launcher beside this one does it all.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
set "HEDDLE_HOME=%~dp0"
set "HEDDLE_HOME=%HEDDLE_HOME:~0,-1%"
set "OPT_OUT_TRACKING=true"
set "OPTS=--enable-native-access=ALL-UNNAMED -Xshare:auto -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Dstdin.encoding=UTF-8"
if not "%HEDDLE_ONLINE%"=="1" (
  set "DJL_OFFLINE=true"
  set "OPTS=%OPTS% -Dai.djl.offline=true"
)

if /i "%~1"=="quickstart" goto unsupported
if /i "%~1"=="lab" goto unsupported
if /i "%~1"=="run" goto unsupported

if defined HEDDLE_JAVA_HOME set "JAVA_HOME=%HEDDLE_JAVA_HOME%"
if not exist "%JAVA_HOME%\bin\jshell.exe" (
  echo error[no-jdk]: Heddle needs a JDK 25 or later, and JAVA_HOME names none. 1>&2
  echo   = help: set JAVA_HOME to the folder of one. 1>&2
  exit /b 2
)
set "JAR=%HEDDLE_HOME%\notebooks\target\heddle-notebooks.jar"
set "CP=%JAR%;%HEDDLE_HOME%\notebooks\target\lib\*"
set "START=%HEDDLE_HOME%\notebooks\src\main\resources\dev\heddle\notebook\start.jsh"

if /i "%~1"=="test" goto test

rem Sources are not compared here: after a change of them, delete notebooks\target or run mvn package.
if "%HEDDLE_NO_BUILD%"=="1" goto built
if exist "%JAR%" goto built
echo building Heddle (first use)... 1>&2
call mvn -B -q -DskipTests -Dstyle.color=never -f "%HEDDLE_HOME%\pom.xml" package 1>&2
if errorlevel 1 (
  echo error[build-failed]: the build failed; Maven's messages are above. 1>&2
  exit /b 70
)
:built

if /i "%~1"=="shell" goto shell
"%JAVA_HOME%\bin\java" %OPTS% -cp "%CP%" dev.heddle.cli.Main %*
exit /b %ERRORLEVEL%

:shell
if "%~2"=="" (
  "%JAVA_HOME%\bin\jshell" --class-path "%CP%" --startup DEFAULT --startup "%START%" -R--enable-native-access=ALL-UNNAMED -R-Djshell=true -R-Dfile.encoding=UTF-8 -R-Dai.djl.offline=true
  exit /b
)
shift
set "SCRIPTS="
:scripts
if "%~1"=="" goto run_scripts
set SCRIPTS=%SCRIPTS% "%~1"
shift
goto scripts
:run_scripts
"%JAVA_HOME%\bin\java" %OPTS% -Djshell=true -cp "%CP%" dev.heddle.cli.ScriptRunner --startup "%START%" %SCRIPTS%
exit /b %ERRORLEVEL%

:test
shift
set "ARGS="
:arguments
if "%~1"=="" goto run_tests
set ARGS=%ARGS% %1
shift
goto arguments
:run_tests
set "HEDDLE_NO_BUILD=1"
call mvn -B --no-transfer-progress -Dstyle.color=never -f "%HEDDLE_HOME%\pom.xml" verify %ARGS%
exit /b %ERRORLEVEL%

:unsupported
echo error[unsupported]: the notebook commands of this launcher need Linux, macOS or WSL. 1>&2
echo   = help: in WSL, ./heddle %~1 does it. 1>&2
exit /b 2
